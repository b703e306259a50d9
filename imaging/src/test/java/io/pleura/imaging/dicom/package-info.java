@NullMarked
package io.pleura.imaging.dicom;

import org.jspecify.annotations.NullMarked;
