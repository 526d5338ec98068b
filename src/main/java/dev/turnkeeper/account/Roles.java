package dev.turnkeeper.account;

/**
 * Who may do what: admin includes operator, operator includes viewer, viewer includes stats. The container knows no such
 * order, so what a viewer may see is open to {@code {VIEWER, OPERATOR, ADMIN}}.
 */
public final class Roles {

    /** Statistics only. */
    public static final String STATS = "stats";

    /** Sees rooms. */
    public static final String VIEWER = "viewer";

    /** Runs rooms. */
    public static final String OPERATOR = "operator";

    /** Makes and deletes them, and whoever may log in. */
    public static final String ADMIN = "admin";

    /** Of an account whose password somebody else chose: may change that, and nothing else. No account is given it. */
    public static final String FIRST_LOGIN = "first-login";

    private Roles() {}
}
