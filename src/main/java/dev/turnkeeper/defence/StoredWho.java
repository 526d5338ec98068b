package dev.turnkeeper.defence;

import dev.turnkeeper.defence.IpAddress.Family;
import dev.turnkeeper.ticket.VisitorKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** How ranges and logins are stored. */
final class StoredWho {

    private StoredWho() {}

    static void write(Cidr range, DataOutputStream out) throws IOException {
        out.writeByte(range.network().family().ordinal());
        out.writeLong(range.network().high());
        out.writeLong(range.network().low());
        out.writeByte(range.prefix());
    }

    static Cidr range(DataInputStream in) throws IOException {
        return new Cidr(
                new IpAddress(Family.values()[in.readUnsignedByte()], in.readLong(), in.readLong()),
                in.readUnsignedByte());
    }

    static void write(VisitorKey login, DataOutputStream out) throws IOException {
        out.writeLong(login.high());
        out.writeLong(login.low());
    }

    static VisitorKey login(DataInputStream in) throws IOException {
        return new VisitorKey(in.readLong(), in.readLong());
    }
}
