/** The packet that is open beside the list. */
import type { PacketDetail, Session } from "@wirescope/query";
import { Store } from "./store.ts";
export type Inspected =
  | {
      readonly kind: "closed";
    }
  | {
      readonly kind: "loading";
      readonly number: number;
      readonly earlier: PacketDetail | undefined;
    }
  | {
      readonly kind: "open";
      readonly number: number;
      readonly detail: PacketDetail;
    }
  | {
      readonly kind: "gone";
      readonly number: number;
    }
  | {
      readonly kind: "failed";
      readonly number: number;
      readonly message: string;
    };
export declare class Inspector {
  readonly state: Store<Inspected>;
  open(session: Session, number: number): Promise<void>;
  close(): void;
}
//# sourceMappingURL=inspector.d.ts.map
