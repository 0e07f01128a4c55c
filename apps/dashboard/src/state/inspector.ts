/** The packet that is open beside the list. */
import type { PacketDetail, Session } from "@wirescope/query";
import { Store } from "./store.ts";

export type Inspected =
  | { readonly kind: "closed" }
  | {
      readonly kind: "loading";
      readonly number: number;
      readonly earlier: PacketDetail | undefined;
    }
  | { readonly kind: "open"; readonly number: number; readonly detail: PacketDetail }
  | { readonly kind: "gone"; readonly number: number }
  | { readonly kind: "failed"; readonly number: number; readonly message: string };

export class Inspector {
  readonly state: Store<Inspected> = new Store<Inspected>({ kind: "closed" });

  async open(session: Session, number: number): Promise<void> {
    const before = this.state.getSnapshot();
    if (before.kind === "open" && before.number === number) return;
    const earlier = before.kind === "open" ? before.detail : undefined;
    const loading: Inspected = { kind: "loading", number, earlier };
    this.state.set(loading);
    const next = await session.packet(number).then(
      (detail): Inspected =>
        detail === undefined ? { kind: "gone", number } : { kind: "open", number, detail },
      (error: unknown): Inspected => ({
        kind: "failed",
        number,
        message: error instanceof Error ? error.message : String(error),
      }),
    );
    if (this.state.getSnapshot() === loading) this.state.set(next);
  }

  close(): void {
    this.state.set({ kind: "closed" });
  }
}
