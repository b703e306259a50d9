/// Data sets as PS3.5 and PS3.10 define them: reading (bounded, mistrustful) and writing (deterministic).
@NullMarked
package io.pleura.imaging.dicom;

import org.jspecify.annotations.NullMarked;
