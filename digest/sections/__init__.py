"""One function per section of a letter: from the week's facts to lines, or None where there is nothing to say."""
