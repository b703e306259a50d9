package io.pleura.imaging.dicom;

/// File Meta Information (PS3.10 section 7.1).
final class FileMeta {

    /// Pleura's Implementation Class UID: a UUID-derived UID (PS3.5 section B.2), made once.
    static final String IMPLEMENTATION_CLASS_UID = "2.25.1576802262640880691768015547670293227";

    static final String IMPLEMENTATION_VERSION_NAME = "PLEURA";

    private FileMeta() {}

    /// Deterministic on purpose: no date and no AE title, so that the same object always has the same hash. Group
    /// length is the writer's. UIDs that are empty, because nobody said them, are left out: nothing is made up.
    static DataSet of(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        DataSetBuilder meta = DataSet.builder().bytes(Tags.FILE_META_INFORMATION_VERSION, Vr.OB, new byte[] {0, 1});
        if (!sopClassUid.isEmpty()) {
            meta.string(Tags.MEDIA_STORAGE_SOP_CLASS_UID, sopClassUid);
        }
        if (!sopInstanceUid.isEmpty()) {
            meta.string(Tags.MEDIA_STORAGE_SOP_INSTANCE_UID, sopInstanceUid);
        }
        return meta.string(Tags.TRANSFER_SYNTAX_UID, transferSyntaxUid)
                .string(Tags.IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_CLASS_UID)
                .string(Tags.IMPLEMENTATION_VERSION_NAME, IMPLEMENTATION_VERSION_NAME)
                .build();
    }
}
