package io.pleura.alerting.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// Why a request was refused, for the person who reads it.
public record Problem(int status, String message) {

    static Response response(Response.Status status, String message) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem(status.getStatusCode(), message))
                .build();
    }
}
