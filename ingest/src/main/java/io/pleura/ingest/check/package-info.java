/// Decides what is let in and how urgent it is. Pure: header values in, a decision with its reason out.
@NullMarked
package io.pleura.ingest.check;

import org.jspecify.annotations.NullMarked;
