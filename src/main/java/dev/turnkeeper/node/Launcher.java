package dev.turnkeeper.node;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Starts a node: {@code java -jar turnkeeper-node.jar}. Reads the {@code TURNKEEPER_*} settings that Payara needs before
 * it starts (ports, grid), unpacks {@code hazelcast.yaml} out of its own jar and hands over to Payara Micro.
 *
 * <p>The bundler puts this one class file in front of everything else, so it may use the JDK alone: no other class of
 * ours, nested ones included.
 */
public final class Launcher {

    private static final String VARIABLE = "TURNKEEPER_";
    private static final String PROPERTY = "turnkeeper.";

    /** Secrets also come in a file that a second setting names. */
    private static final String IN_FILE = "-file";

    /** All that may be set: docs/settings.md. */
    private static final Set<String> SETTINGS = new TreeSet<>(Set.of(
            "http-port",
            "grid-port",
            "grid-members",
            "cp-members",
            "grid-name",
            "data-dir",
            "rooms",
            "admin-key",
            "admin-key" + IN_FILE,
            "admin-password",
            "admin-password" + IN_FILE,
            "trusted-proxies",
            "country-header",
            "drain-seconds",
            "streams",
            "streams-per-address",
            "stream-seconds",
            "warm-up-seconds",
            "tracer-domain",
            "unmatched-deny",
            "public-url",
            "pass-algorithm",
            "login-jwks",
            "login-issuer",
            "login-audience",
            "probe-allow"));

    /** Promised, and not built yet. */
    private static final Set<String> LATER =
            Set.of("admin-port", "https-port", "keystore", "grid-secret", "grid-secret" + IN_FILE);

    /** Written into the jar by its bundler. */
    private static final String BUNDLED = "bundled";

    private Launcher() {}

    /**
     * @param args further Payara Micro options, given on as they are
     * @throws Exception what kept Payara from starting
     */
    public static void main(String[] args) throws Exception {
        Path data;
        List<String> options;
        try {
            needKnown(System.getenv(), System.getProperties().stringPropertyNames());
            data = Files.createDirectories(Path.of(setting("data-dir", "./data"))
                            .toAbsolutePath()
                            .normalize())
                    .resolve("runtime");
            Files.createDirectories(data);
            configureGrid();
            needFree("http-port", port("http-port", "8080"));
            needFree("grid-port", port("grid-port", "6900"));
            options = new ArrayList<>(List.of(
                    "--port",
                    String.valueOf(port("http-port", "8080")),
                    "--nohostaware",
                    "--disablephonehome",
                    "--hzconfigfile",
                    unpack("hazelcast.yaml", data).toString(),
                    "--logproperties",
                    unpack("log.properties", data).toString()));
        } catch (IllegalArgumentException | IOException refused) {
            System.err.println("Turnkeeper does not start: " + refused.getMessage());
            System.exit(2);
            return;
        }
        loginKeys(data.resolveSibling("keys"));
        options.addAll(List.of(args));
        Class.forName("fish.payara.micro.impl.PayaraMicroImpl")
                .getMethod("main", String[].class)
                .invoke(null, (Object) options.toArray(new String[0]));
        if (!Boolean.getBoolean("turnkeeper.started")) {
            System.err.println("Turnkeeper does not start: the log above says what is wrong");
            System.exit(2);
        }
    }

    /**
     * A setting that is not there, or not yet, must not be thought to work.
     *
     * @throws IllegalArgumentException naming it
     */
    static void needKnown(Map<String, String> environment, Set<String> properties) {
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String variable = entry.getKey();
            if (variable.startsWith(VARIABLE) && !entry.getValue().isBlank()) {
                needKnown(
                        variable,
                        variable.substring(VARIABLE.length()).replace('_', '-').toLowerCase(Locale.ROOT),
                        variable(""));
            }
        }
        for (String property : new TreeSet<>(properties)) {
            if (property.startsWith(PROPERTY) && !property.equals(PROPERTY + BUNDLED)) {
                needKnown(property, property.substring(PROPERTY.length()), PROPERTY);
            }
        }
    }

    private static void needKnown(String given, String name, String prefix) {
        if (LATER.contains(name)) {
            throw new IllegalArgumentException(
                    given + " is set, but what it is for is not built yet: start without it");
        }
        if (!SETTINGS.contains(name)) {
            throw new IllegalArgumentException(given + " is not a setting of this version. There are: "
                    + SETTINGS.stream()
                            .map(known -> prefix.equals(PROPERTY) ? PROPERTY + known : variable(known))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static void configureGrid() {
        int gridPort = port("grid-port", "6900");
        String members = setting("grid-members", "");
        int consensus = number("cp-members", "0");
        if (consensus == 0 && !members.isBlank()) {
            throw new IllegalArgumentException("TURNKEEPER_CP_MEMBERS is 0 although TURNKEEPER_GRID_MEMBERS names \""
                    + members + "\": a grid without consensus would give one place twice. Set TURNKEEPER_CP_MEMBERS to"
                    + " 3 (or 5), or leave TURNKEEPER_GRID_MEMBERS empty for a node on its own");
        }
        if (consensus != 0 && (consensus < 3 || consensus > 7)) {
            throw new IllegalArgumentException("TURNKEEPER_CP_MEMBERS is " + consensus
                    + ": it must be 0 (a node on its own) or 3 to 7 (in production 3 or 5)");
        }
        if (consensus > 0 && members.split(",").length < consensus) {
            throw new IllegalArgumentException("TURNKEEPER_CP_MEMBERS is " + consensus + " but TURNKEEPER_GRID_MEMBERS"
                    + " names only \"" + members + "\": name at least as many host:port as there are CP members");
        }
        System.setProperty("turnkeeper.cp.members", String.valueOf(consensus));
        System.setProperty("turnkeeper.grid.name", setting("grid-name", "turnkeeper"));
        System.setProperty("turnkeeper.grid.port", String.valueOf(gridPort));
        System.setProperty("turnkeeper.grid.members", members.isBlank() ? "127.0.0.1:" + gridPort : members);
        // On a stop, we leave the grid ourselves, after the last word to the other members.
        System.setProperty("hazelcast.shutdownhook.enabled", "false");
        // Payara would give seats in the CP group as we do, and also begin the group anew, with all counters at 0, when
        // a
        // member comes back to one that has lost its majority.
        System.setProperty("hazelcast.cp-subsystem.auto-promote", "false");
        if (consensus == 0) {
            // The YAML schema refuses an explicit 0 that the code accepts.
            System.setProperty("hazelcast.config.schema.validation.enabled", "false");
        }
        if (setting("tracer-domain", "").isBlank()) {
            System.setProperty("turnkeeper.tracer-domain", hostName());
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException noName) {
            return "localhost";
        }
    }

    /** Logins of this node are verified with a key of its own data folder unless the operator names another issuer. */
    private static void loginKeys(Path folder) throws IOException, GeneralSecurityException {
        if (System.getenv("MP_JWT_VERIFY_PUBLICKEY_LOCATION") != null
                || System.getProperty("mp.jwt.verify.publickey.location") != null) {
            return;
        }
        Path verify = folder.resolve("login-public.pem");
        Path sign = folder.resolve("login-private.pem");
        if (!Files.exists(verify)) {
            Files.createDirectories(folder);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            Files.deleteIfExists(sign);
            Files.createFile(sign, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(sign, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(verify, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        }
        System.setProperty("mp.jwt.verify.publickey.location", verify.toUri().toString());
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }

    private static int port(String name, String otherwise) {
        int port = number(name, otherwise);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(variable(name) + " is " + port + ": a port is 1 to 65535");
        }
        return port;
    }

    /** Found out here, it is one line; found out by the server, it is two thousand. */
    private static void needFree(String name, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(port));
        } catch (IOException taken) {
            throw new IllegalArgumentException(variable(name) + " is " + port
                    + ", which another process already uses: end that one, or choose another port");
        }
    }

    private static int number(String name, String otherwise) {
        String value = setting(name, otherwise);
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(variable(name) + " is \"" + value + "\": a whole number is needed");
        }
    }

    private static String setting(String name, String otherwise) {
        String property = System.getProperty(PROPERTY + name);
        String value = property == null ? environment(name) : property;
        return value == null || value.isBlank() ? otherwise : value.trim();
    }

    private static @Nullable String environment(String name) {
        return System.getenv(variable(name));
    }

    private static String variable(String name) {
        return VARIABLE + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The process's own jar holds the WAR, and the WAR what is unpacked here. */
    private static Path unpack(String name, Path folder) throws IOException {
        Path target = folder.resolve(name);
        try (ZipFile jar = new ZipFile(System.getProperty("java.class.path"));
                ZipInputStream war = new ZipInputStream(
                        new BufferedInputStream(jar.getInputStream(jar.getEntry("MICRO-INF/deploy/ROOT.war"))))) {
            for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
                if (entry.getName().equals("WEB-INF/classes/" + name)) {
                    Files.copy(war, target, StandardCopyOption.REPLACE_EXISTING);
                    return target;
                }
            }
        }
        throw new FileNotFoundException(name + " is not in " + System.getProperty("java.class.path"));
    }
}
