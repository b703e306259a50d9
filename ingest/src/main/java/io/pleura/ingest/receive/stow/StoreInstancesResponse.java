package io.pleura.ingest.receive.stow;

import static io.pleura.ingest.receive.stow.ResponseAttribute.FAILED_SOP_SEQUENCE;
import static io.pleura.ingest.receive.stow.ResponseAttribute.FAILURE_REASON;
import static io.pleura.ingest.receive.stow.ResponseAttribute.OTHER_FAILURES_SEQUENCE;
import static io.pleura.ingest.receive.stow.ResponseAttribute.REFERENCED_SOP_CLASS_UID;
import static io.pleura.ingest.receive.stow.ResponseAttribute.REFERENCED_SOP_INSTANCE_UID;
import static io.pleura.ingest.receive.stow.ResponseAttribute.REFERENCED_SOP_SEQUENCE;
import static io.pleura.ingest.receive.stow.ResponseAttribute.RETRIEVE_URL;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pleura.ingest.Outcome;
import io.pleura.ingest.Outcome.Identity;
import io.pleura.ingest.Outcome.Refused;
import io.pleura.ingest.Outcome.Stored;
import java.util.List;

/// The answer to a STOW-RS request (PS3.18 section 10.5.3): HTTP status and a data set in the DICOM JSON model (annex
/// F). Pure.
record StoreInstancesResponse(int status, ObjectNode dataSet) {

    static final int OK = 200;
    static final int ACCEPTED = 202;
    static final int BAD_REQUEST = 400;
    static final int CONFLICT = 409;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static StoreInstancesResponse of(List<Outcome> outcomes) {
        ArrayNode stored = JSON.arrayNode();
        ArrayNode failed = JSON.arrayNode();
        ArrayNode others = JSON.arrayNode();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Stored(Identity identity, var hash, var again) -> stored.add(retrievable(identity));
                case Refused refused
                when refused.identity().isNamed() -> failed.add(reason(reference(refused.identity()), refused));
                case Refused refused -> others.add(reason(JSON.objectNode(), refused));
            }
        }
        ObjectNode dataSet = JSON.objectNode();
        empty(dataSet, RETRIEVE_URL);
        sequence(dataSet, FAILED_SOP_SEQUENCE, failed);
        sequence(dataSet, REFERENCED_SOP_SEQUENCE, stored);
        sequence(dataSet, OTHER_FAILURES_SEQUENCE, others);
        return new StoreInstancesResponse(status(outcomes), dataSet);
    }

    /// All stored 200, some 202. When none is, the status that they have in common, else 409.
    private static int status(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return BAD_REQUEST;
        }
        List<Integer> failures = outcomes.stream()
                .filter(Refused.class::isInstance)
                .map(outcome -> ((Refused) outcome).reason().httpStatus())
                .toList();
        if (failures.size() < outcomes.size()) {
            return failures.isEmpty() ? OK : ACCEPTED;
        }
        return failures.stream().distinct().count() == 1 ? failures.getFirst() : CONFLICT;
    }

    private static ObjectNode reference(Identity identity) {
        ObjectNode item = JSON.objectNode();
        element(item, REFERENCED_SOP_CLASS_UID).add(identity.sopClassUid());
        element(item, REFERENCED_SOP_INSTANCE_UID).add(identity.sopInstanceUid());
        return item;
    }

    /// Nothing can be retrieved from here, and the attribute is of type 2: it is there, without a value.
    private static ObjectNode retrievable(Identity identity) {
        ObjectNode item = reference(identity);
        empty(item, RETRIEVE_URL);
        return item;
    }

    private static ObjectNode reason(ObjectNode item, Refused refused) {
        element(item, FAILURE_REASON).add(refused.reason().dicomStatus());
        return item;
    }

    private static void sequence(ObjectNode dataSet, ResponseAttribute sequence, ArrayNode items) {
        if (!items.isEmpty()) {
            element(dataSet, sequence).addAll(items);
        }
    }

    private static ArrayNode element(ObjectNode dataSet, ResponseAttribute attribute) {
        return empty(dataSet, attribute).putArray("Value");
    }

    private static ObjectNode empty(ObjectNode dataSet, ResponseAttribute attribute) {
        return dataSet.putObject(attribute.tag()).put("vr", attribute.vr());
    }
}
