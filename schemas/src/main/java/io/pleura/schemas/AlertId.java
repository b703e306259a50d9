package io.pleura.schemas;

/// Names an alert. A study has at most one alert, so the id is the Study Instance UID; that also puts an alert's
/// actions into the same partition as its study's scores.
public record AlertId(String value) {

    public AlertId {
        value = Uids.check("alert id", value);
    }

    public static AlertId of(StudyUid study) {
        return new AlertId(study.value());
    }

    public StudyUid study() {
        return new StudyUid(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
