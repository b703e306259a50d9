package io.pleura.standalone;

import io.pleura.schemas.RecordPlace;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// The unreadable records that whoever audits a system knows of, written as its services take them
/// (`PLEURA_ALERTING_PASS_OVER`, `PLEURA_INFERENCE_PASS_OVER`).
final class PassOverOption {

    static final class Place implements ITypeConverter<RecordPlace> {
        @Override
        public RecordPlace convert(String text) {
            return RecordPlace.valueOf(text);
        }
    }

    @Option(
            names = "--pass-over",
            paramLabel = "PLACE",
            split = ",",
            converter = Place.class,
            description = "a record that cannot be read and that you know of, such as scores-3@17; several separated by"
                    + " commas, as the services' setting pass-over has them")
    private Set<RecordPlace> places = Set.of();

    Set<RecordPlace> places() {
        return places;
    }
}
