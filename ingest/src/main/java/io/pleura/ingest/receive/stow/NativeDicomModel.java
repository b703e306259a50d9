package io.pleura.ingest.receive.stow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes a data set of the DICOM JSON model (PS3.18 annex F) as Native DICOM Model (PS3.19 section A.1), which
/// `application/dicom+xml` is. Sequences and plain values, which is what responses are made of.
final class NativeDicomModel {

    private static final String NAMESPACE = "http://dicom.nema.org/PS3.19/models/NativeDICOM";
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

    private final XMLStreamWriter xml;

    private NativeDicomModel(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String of(ObjectNode dataSet) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = FACTORY.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("NativeDicomModel");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("xml:space", "preserve");
            new NativeDicomModel(xml).attributes(dataSet);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML into memory", e);
        }
        return text.toString();
    }

    private void attributes(JsonNode dataSet) throws XMLStreamException {
        for (Map.Entry<String, JsonNode> attribute : dataSet.properties()) {
            xml.writeStartElement("DicomAttribute");
            xml.writeAttribute("tag", attribute.getKey());
            xml.writeAttribute("vr", attribute.getValue().path("vr").asText());
            ResponseAttribute known = ResponseAttribute.of(attribute.getKey()).orElse(null);
            if (known != null) {
                xml.writeAttribute("keyword", known.keyword());
            }
            values(attribute.getValue().path("Value"));
            xml.writeEndElement();
        }
    }

    private void values(JsonNode values) throws XMLStreamException {
        for (int i = 0; i < values.size(); i++) {
            JsonNode value = values.get(i);
            xml.writeStartElement(value.isObject() ? "Item" : "Value");
            xml.writeAttribute("number", Integer.toString(i + 1));
            if (value.isObject()) {
                attributes(value);
            } else {
                xml.writeCharacters(value.asText());
            }
            xml.writeEndElement();
        }
    }
}
