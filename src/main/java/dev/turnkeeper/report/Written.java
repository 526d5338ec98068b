package dev.turnkeeper.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes of answers. */
final class Written {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CsvMapper CSV = new CsvMapper();

    private Written() {}

    static byte[] json(Object tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("not a tree of plain values", impossible);
        }
    }

    /** In UTF-8, each row a line. */
    static byte[] csv(List<? extends List<? extends @Nullable Object>> rows) {
        StringWriter text = new StringWriter();
        try (SequenceWriter lines = CSV.writer().writeValues(text)) {
            for (List<? extends @Nullable Object> row : rows) {
                lines.write(row.stream().map(Written::harmless).toArray());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A spreadsheet takes text that begins so for a formula. */
    private static Object harmless(@Nullable Object cell) {
        if (cell instanceof String text && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            return "'" + text;
        }
        return cell == null ? "" : cell;
    }
}
