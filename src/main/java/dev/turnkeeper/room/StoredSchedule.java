package dev.turnkeeper.room;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The bytes of a room's {@link Agenda}, part of {@link StoredRoom}'s format. */
final class StoredSchedule {

    private static final int NOTHING = -1;

    private StoredSchedule() {}

    static void write(Agenda agenda, DataOutputStream out) throws IOException {
        List<ScheduledStep> steps = agenda.schedule().steps();
        out.writeShort(steps.size());
        if (steps.isEmpty()) {
            return;
        }
        out.writeUTF(agenda.schedule().zone().getId());
        out.writeLong(agenda.through().getEpochSecond());
        for (ScheduledStep step : steps) {
            if (step.when() instanceof When.Once once) {
                out.writeByte(0);
                out.writeUTF(once.at().toString());
            } else if (step.when() instanceof When.Weekly weekly) {
                out.writeByte(bits(weekly.days()));
                out.writeInt(weekly.time().toSecondOfDay());
            }
            out.writeUTF(step.state().map(RoomState::name).orElse(""));
            out.writeLong(step.limit().orElse(NOTHING));
            out.writeLong(step.perMinute().orElse(NOTHING));
        }
    }

    static Agenda read(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        if (size == 0) {
            return Agenda.NONE;
        }
        ZoneId zone = ZoneId.of(in.readUTF());
        Instant through = Instant.ofEpochSecond(in.readLong());
        List<ScheduledStep> steps = new ArrayList<>();
        for (int left = size; left > 0; left--) {
            int days = in.readUnsignedByte();
            When when = days == 0
                    ? new When.Once(LocalDateTime.parse(in.readUTF()))
                    : new When.Weekly(days(days), LocalTime.ofSecondOfDay(in.readInt()));
            Optional<RoomState> state = StoredRoom.text(in).map(RoomState::valueOf);
            steps.add(new ScheduledStep(when, state, number(in), number(in)));
        }
        return Agenda.of(new Schedule(zone, steps), through);
    }

    private static int bits(Set<DayOfWeek> days) {
        return days.stream().mapToInt(day -> 1 << day.ordinal()).sum();
    }

    private static Set<DayOfWeek> days(int bits) {
        EnumSet<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        days.removeIf(day -> (bits & 1 << day.ordinal()) == 0);
        return days;
    }

    private static OptionalLong number(DataInputStream in) throws IOException {
        long number = in.readLong();
        return number == NOTHING ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
