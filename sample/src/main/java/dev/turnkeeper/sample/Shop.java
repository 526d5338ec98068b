package dev.turnkeeper.sample;

import dev.turnkeeper.sdk.FailureMode;
import dev.turnkeeper.sdk.Settings;
import dev.turnkeeper.sdk.Turnkeeper;
import dev.turnkeeper.sdk.TurnkeeperFilter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/**
 * A tiny ticket shop behind a waiting room. What it takes to protect a shop is {@link #protect}; the rest is the shop.
 *
 * <p>{@code java -jar sample-shop.jar}, with {@code SHOP_PORT} (8090), {@code SHOP_NODE}, where the shop reaches the waiting room
 * (http://localhost:8080), {@code SHOP_GATE}, where visitors do (the same), and {@code SHOP_URL}, the shop's own address.
 */
public final class Shop {

    private Shop() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(variable("SHOP_PORT").orElse("8090"));
        URI node = URI.create(variable("SHOP_NODE").orElse("http://localhost:8080"));
        URI gate = URI.create(variable("SHOP_GATE").orElse(node.toString()));
        URI shop = URI.create(variable("SHOP_URL").orElse("http://localhost:" + port));
        Path folder = Files.createTempDirectory("sample-shop");
        Settings settings = Settings.of(node, shop).withGate(gate).withFailureMode(FailureMode.CLOSED);
        try (Turnkeeper turnkeeper = Turnkeeper.start(settings)) {
            Tomcat tomcat = start(port, folder, gate, turnkeeper);
            System.out.println("The sample shop is open: " + shop);
            tomcat.getServer().await();
        }
    }

    private static Tomcat start(int port, Path folder, URI gate, Turnkeeper turnkeeper) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(port);
        tomcat.setSilent(true);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", folder.toString());
        protect(context, turnkeeper);
        Tomcat.addServlet(context, "shop", new ShopServlet(turnkeeper, gate));
        context.addServletMappingDecoded("/", "shop");
        tomcat.start();
        return tomcat;
    }

    /** The whole of the shop's part in it: one filter before everything. What is protected, the rooms say. */
    private static void protect(Context context, Turnkeeper turnkeeper) {
        FilterDef filter = new FilterDef();
        filter.setFilterName("turnkeeper");
        filter.setFilter(new TurnkeeperFilter(turnkeeper));
        context.addFilterDef(filter);
        FilterMap everything = new FilterMap();
        everything.setFilterName("turnkeeper");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
