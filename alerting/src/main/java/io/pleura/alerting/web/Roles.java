package io.pleura.alerting.web;

/// What a user may do. With OIDC these are role names in the token; without, they are given to the one embedded user.
final class Roles {

    /// May look.
    static final String VIEWER = "viewer";
    /// May look and act.
    static final String CLINICIAN = "clinician";

    private Roles() {}
}
