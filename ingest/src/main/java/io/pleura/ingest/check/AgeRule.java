package io.pleura.ingest.check;

/// Patients between two ages, both included.
///
/// @param missing about an object that tells no age
record AgeRule(Age minimum, Age maximum, Verdict missing) {

    static final String NAME = "age";

    boolean includes(Age age) {
        return age.compareTo(minimum) >= 0 && age.compareTo(maximum) <= 0;
    }
}
