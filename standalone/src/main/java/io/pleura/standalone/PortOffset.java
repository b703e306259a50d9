package io.pleura.standalone;

import io.pleura.standalone.stack.Ports;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The value of `--port-offset`: the standard ports, each higher by it.
final class PortOffset implements ITypeConverter<Ports> {

    @Override
    public Ports convert(String offset) {
        try {
            return Ports.standard(Integer.parseInt(offset));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + offset + "' is not a whole number");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("with " + offset + ", " + e.getMessage());
        }
    }
}
