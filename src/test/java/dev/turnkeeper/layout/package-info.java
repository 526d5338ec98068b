/** How the house is laid out, as rules that ArchUnit holds, and planted faults that prove each rule can fail. */
package dev.turnkeeper.layout;
