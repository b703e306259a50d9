package io.pleura.ingest.wire;

import java.util.List;

/// A sub-item of user information that asks for something beyond the defaults, or answers such a wish (PS3.7 annex
/// D.3.3.3 to D.3.3.7).
public sealed interface UserItem {

    /// How many operations may be under way at once (D.3.3.3); 0 = any number, and 1 each is what holds without it.
    record AsynchronousOperations(int invoked, int performed) implements UserItem {

        public static final AsynchronousOperations NONE = new AsynchronousOperations(1, 1);
    }

    /// Which roles the requestor takes for a SOP class (D.3.3.4); in an answer, which of them it may take.
    record RoleSelection(String sopClassUid, boolean user, boolean provider) implements UserItem {}

    /// What a service class exchanges about one of its SOP classes (D.3.3.5). Its content is of no use here.
    record ExtendedNegotiation(String sopClassUid) implements UserItem {}

    /// What a SOP class is that may not be known (D.3.3.6).
    ///
    /// @param serviceClassUid the service class that it belongs to
    /// @param relatedGeneralSopClassUids classes that it may be treated as
    record CommonExtendedNegotiation(
            String sopClassUid, String serviceClassUid, List<String> relatedGeneralSopClassUids) implements UserItem {

        public CommonExtendedNegotiation {
            relatedGeneralSopClassUids = List.copyOf(relatedGeneralSopClassUids);
        }
    }

    /// Who the requestor's user is (D.3.3.7.1). Names, passcodes and tickets are not kept, so that nothing can
    /// show them.
    ///
    /// @param type one of the constants, or a number that came later
    record UserIdentity(int type, boolean responseRequested) implements UserItem {

        public static final int USER_NAME = 1;
        public static final int USER_NAME_AND_PASSCODE = 2;
        public static final int KERBEROS_TICKET = 3;
        public static final int SAML_ASSERTION = 4;
        public static final int JSON_WEB_TOKEN = 5;

        /// Whether the response carries nothing but itself (D.3.3.7.2), so that it can be given without a verifier.
        public boolean hasEmptyResponse() {
            return type == USER_NAME || type == USER_NAME_AND_PASSCODE;
        }
    }

    /// The response to a user name, with or without passcode (D.3.3.7.2): empty.
    record UserIdentityAcknowledged() implements UserItem {}
}
