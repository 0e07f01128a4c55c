/** The protocols that are looked for in COTP messages, in the order in which they are tried. */

import type { CotpUser } from "./cotp-user.ts";
import { dissectRdpNegotiation } from "./rdp-negotiation.ts";
import { dissectS7comm } from "./s7comm.ts";
import { dissectT125 } from "./t125.ts";

/** In connection requests and confirms, behind the fixed part of the header. */
export const CONNECT_USERS: readonly CotpUser[] = [dissectRdpNegotiation];

/** In data messages. */
export const DATA_USERS: readonly CotpUser[] = [dissectS7comm, dissectT125];
