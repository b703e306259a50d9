package io.pleura.training;

import io.pleura.imaging.dicom.DicomException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What whoever sits at the terminal reads when a command fails: one sentence where an argument, a file or the disk is
/// wrong; anything else is a defect and keeps its trace.
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final int WRONG_OPTION = 2;

    @Override
    public int handleExecutionException(Exception exception, CommandLine line, ParseResult result) throws Exception {
        line.getErr()
                .println("pleura: "
                        + switch (exception) {
                            case UncheckedIOException wrapped -> words(Objects.requireNonNull(wrapped.getCause()));
                            case IOException outside -> words(outside);
                            case IllegalArgumentException wrong -> wrong.getMessage();
                            case DicomException wrong -> wrong.getMessage();
                            default -> throw exception;
                        });
        return 1;
    }

    /// Java names only the file where one reason goes without saying.
    private static String words(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no file or folder " + missing.getFile();
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileAlreadyExistsException there -> there.getFile() + " is no folder";
            default -> String.valueOf(e.getMessage());
        };
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine line = exception.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("pleura: " + exception.getMessage());
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("./" + line.getCommandSpec().qualifiedName() + " --help lists the options");
        return WRONG_OPTION;
    }
}
