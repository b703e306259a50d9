package io.pleura.ingest.check;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An age as VR AS has it (PS3.5 section 6.2): a number of days, weeks, months or years.
///
/// @param unit `D`, `W`, `M` or `Y`
record Age(int count, char unit) implements Comparable<Age> {

    private static final Pattern AGE_STRING = Pattern.compile("([0-9]{1,3})([DWMY])");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final int MAX_COUNT = 999;
    private static final Age HIGHEST = new Age(150, 'Y');

    /// `18Y` and `018Y`; empty when it is none.
    static Optional<Age> parse(String text) {
        Matcher matcher = AGE_STRING.matcher(text);
        return matcher.matches()
                ? Optional.of(new Age(
                        Integer.parseInt(matcher.group(1)), matcher.group(2).charAt(0)))
                : Optional.empty();
    }

    /// The age in whole years, or in days below one year, between two values of VR DA; empty when they are none, or
    /// in the wrong order.
    static Optional<Age> between(String birthDate, String studyDate) {
        try {
            LocalDate born = LocalDate.parse(birthDate, DATE);
            LocalDate studied = LocalDate.parse(studyDate, DATE);
            long years = ChronoUnit.YEARS.between(born, studied);
            if (studied.isBefore(born) || years > MAX_COUNT) {
                return Optional.empty();
            }
            return Optional.of(
                    years > 0 ? new Age((int) years, 'Y') : new Age((int) ChronoUnit.DAYS.between(born, studied), 'D'));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// Whether a patient can be of this age. Equipment writes 000Y, or a birth date of long ago, of one whom it does
    /// not know; an infant's age is stated in smaller units.
    boolean isOfSomeone() {
        return !(count == 0 && unit == 'Y') && compareTo(HIGHEST) <= 0;
    }

    @Override
    public int compareTo(Age other) {
        return Comparator.<Age>comparingDouble(Age::days).compare(this, other);
    }

    /// As it is written in a rules file.
    @Override
    public String toString() {
        return "" + count + unit;
    }

    private double days() {
        return count
                * switch (unit) {
                    case 'W' -> 7;
                    case 'M' -> 365.25 / 12;
                    case 'Y' -> 365.25;
                    default -> 1;
                };
    }
}
