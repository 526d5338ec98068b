/**
 * Who may manage: accounts with passwords, the tokens they log in for, API keys, and the roles all of them carry. Imports
 * {@code state}, Jakarta Security, MicroProfile Config and a JOSE library. Laws: only the management paths ask for a login; a
 * key or a token of ours that was sent and does not count never falls back to anything else; nobody can keep somebody else
 * from logging in by guessing; a password is kept as a hash and shown nowhere.
 */
@NullMarked
package dev.turnkeeper.account;

import org.jspecify.annotations.NullMarked;
