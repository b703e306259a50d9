package io.pleura.training.data;

import io.pleura.imaging.dicom.DicomException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Images with what is known of their lesions. A data set is listed first, which reads its tables and opens no image;
/// its images are then decoded one at a time, when they are asked for.
public interface DataSet {

    /// As on the command line, for instance `siim:DIR`.
    String name();

    /// @throws IOException where the data set as a whole cannot be used; single rows that cannot are listed instead
    Listing list() throws IOException;

    /// @param identity changes with anything that decides the images and labels, files included; names a cache
    /// @param unlabelled image files that no row names
    record Listing(String identity, List<Item> items, List<BadRow> badRows, int unlabelled) {

        public Listing {
            items = List.copyOf(items);
            badRows = List.copyOf(badRows);
        }
    }

    /// One image, not yet decoded, and the row that names it.
    record Item(Path file, int line, PictureSource source) {

        /// @throws BadRowException where the image has to be left out
        public LabelledPicture picture() throws IOException {
            try {
                return source.read();
            } catch (BadRowException e) {
                throw e;
            } catch (DicomException | IOException | IllegalArgumentException e) {
                throw new BadRowException(BadRow.Reason.UNREADABLE, String.valueOf(e.getMessage()));
            }
        }

        public BadRow bad(BadRowException e) {
            return new BadRow(file, line, e.reason(), e.detail());
        }
    }

    /// Decodes an image in its full size. Safe for any number of threads.
    @FunctionalInterface
    interface PictureSource {
        LabelledPicture read() throws IOException, DicomException;
    }
}
