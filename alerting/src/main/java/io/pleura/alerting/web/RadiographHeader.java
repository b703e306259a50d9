package io.pleura.alerting.web;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.frame.Facing;

/// What a radiograph's file says beside its pixels: who it is of, and on which side of it the patient's right is.
record RadiographHeader(PatientHeader patient, Facing facing) {

    static RadiographHeader of(DataSet radiograph) {
        return new RadiographHeader(PatientHeader.of(radiograph), Facing.of(radiograph));
    }
}
