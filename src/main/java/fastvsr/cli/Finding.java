package fastvsr.cli;

/**
 * One line of the doctor's report.
 *
 * @param subject what was looked for
 * @param verdict whether it is there
 * @param text    what was found, or what to do
 */
record Finding(String subject, Verdict verdict, String text) {
    /** Whether a thing is there, and whether that matters. */
    enum Verdict { FOUND, MISSING, OPTIONAL_MISSING }

    static Finding found(String subject, String text) {
        return new Finding(subject, Verdict.FOUND, text);
    }

    static Finding missing(String subject, String remedy) {
        return new Finding(subject, Verdict.MISSING, remedy);
    }

    static Finding optional(String subject, String text) {
        return new Finding(subject, Verdict.OPTIONAL_MISSING, text);
    }

    /** Whether something that is needed is not there. */
    boolean stopsWork() {
        return verdict == Verdict.MISSING;
    }

    /** One line of text; what a remedy says further is indented below it. */
    String line() {
        String mark = switch (verdict) {
            case FOUND -> "ok     ";
            case MISSING -> "MISSING";
            case OPTIONAL_MISSING -> "-      ";
        };
        return String.format("%s %-10s %s", mark, subject, text.replace("\n", "\n" + " ".repeat(19)));
    }
}
