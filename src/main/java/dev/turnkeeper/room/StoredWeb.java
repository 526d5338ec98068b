package dev.turnkeeper.room;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The bytes of a room's {@link WebPolicy}, part of {@link StoredRoom}'s format. */
final class StoredWeb {

    private StoredWeb() {}

    static void write(WebPolicy web, DataOutputStream out) throws IOException {
        out.writeBoolean(web.requeueOnReenter());
        writeNames(web.bindPassTo(), out);
        out.writeInt(web.maxAddressesPerPass());
        out.writeBoolean(web.identifyVisitor());
        StoredRoom.writeTexts(web.corsOrigins(), out);
        writeNames(web.publish(), out);
        out.writeUTF(web.entryUrl().orElse(""));
        out.writeBoolean(web.gateway().isPresent());
        if (web.gateway().isPresent()) {
            GatewaySettings gateway = web.gateway().get();
            StoredRoom.writeTexts(gateway.origins(), out);
            out.writeBoolean(gateway.requireLogin());
            out.writeInt(gateway.connectTimeoutMillis());
            out.writeInt(gateway.readTimeoutMillis());
            out.writeUTF(gateway.health().orElse(""));
        }
        out.writeUTF(web.screen().skin().name());
        out.writeUTF(web.screen().entry().name());
        out.writeUTF(web.screen().html().orElse(""));
        StoredRoom.writeTexts(web.languages(), out);
        out.writeShort(web.message().size());
        for (Map.Entry<String, String> message : web.message().entrySet()) {
            out.writeUTF(message.getKey());
            out.writeUTF(message.getValue());
        }
        out.writeInt(web.entryPassSeconds());
    }

    /** @param beforeEntryPasses whether the bytes are of a format that knew of none */
    static WebPolicy read(DataInputStream in, boolean beforeEntryPasses) throws IOException {
        return new WebPolicy(
                in.readBoolean(),
                readNames(BindTo.class, in),
                in.readInt(),
                in.readBoolean(),
                StoredRoom.readTexts(in),
                readNames(Published.class, in),
                StoredRoom.text(in),
                in.readBoolean() ? Optional.of(readGateway(in)) : Optional.empty(),
                new Screen(Skin.valueOf(in.readUTF()), Screen.Entry.valueOf(in.readUTF()), StoredRoom.text(in)),
                StoredRoom.readTexts(in),
                readMessage(in),
                beforeEntryPasses ? 0 : in.readInt());
    }

    private static GatewaySettings readGateway(DataInputStream in) throws IOException {
        List<String> origins = StoredRoom.readTexts(in);
        return new GatewaySettings(origins, in.readBoolean(), in.readInt(), in.readInt(), StoredRoom.text(in));
    }

    private static Map<String, String> readMessage(DataInputStream in) throws IOException {
        Map<String, String> message = new TreeMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            message.put(in.readUTF(), in.readUTF());
        }
        return message;
    }

    private static <E extends Enum<E>> void writeNames(Set<E> set, DataOutputStream out) throws IOException {
        StoredRoom.writeTexts(set.stream().map(Enum::name).toList(), out);
    }

    private static <E extends Enum<E>> Set<E> readNames(Class<E> type, DataInputStream in) throws IOException {
        EnumSet<E> set = EnumSet.noneOf(type);
        StoredRoom.readTexts(in).forEach(name -> set.add(Enum.valueOf(type, name)));
        return set;
    }
}
