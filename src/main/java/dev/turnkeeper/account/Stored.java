package dev.turnkeeper.account;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** What the stored forms of this package have in common. */
final class Stored {

    private Stored() {}

    static void writeTexts(Collection<String> texts, DataOutputStream out) throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    static Set<String> readTexts(DataInputStream in) throws IOException {
        Set<String> texts = new TreeSet<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    /** @throws IllegalStateException where it is of another version of Turnkeeper */
    static void need(String what, int format, int found) {
        if (found != format) {
            throw new IllegalStateException("the stored " + what + " are of format " + found
                    + ", which this version does not read: bring all nodes to one version of Turnkeeper");
        }
    }
}
