// What the SDK really is has to fit what turnkeeper.d.ts promises of it. Compiled by tsc, never run.
import type * as Promised from "../turnkeeper";
import * as Real from "../src/turnkeeper.js";

const make: new (options: Promised.Options) => Promised.Turnkeeper = Real.Turnkeeper;
const visit: Promised.Visit = new make({ node: "https://queue.example.com" }).enter({ room: "a" });
visit.onPosition = ({ rank, eta }) => void [rank.toFixed(), eta?.lowSeconds];
// @ts-expect-error a room is a text
new make({ node: "https://queue.example.com" }).enter({ room: 1 });
