/** The session's status, asked for every two seconds while it waits and every five otherwise. */
import type { Session, Status } from "@wirescope/query";
import type { Timer } from "./hold.ts";
import { Store } from "./store.ts";
export declare class StatusPoll {
  #private;
  readonly status: Store<Status | undefined>;
  constructor(timer: Timer);
  follow(session: Session): void;
  /** Asks at once; the rhythm starts anew. */
  refresh(): Promise<void>;
}
//# sourceMappingURL=status-poll.d.ts.map
