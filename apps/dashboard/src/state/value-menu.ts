/** The one menu of the page: which value it was opened on, and where. */
import { Store } from "./store.ts";

export interface MenuTarget {
  /** Display filter that selects the value; undefined where there is none. */
  readonly filter: string | undefined;
  /** As it is copied. */
  readonly value: string;
  /** Viewport position in CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** Gets the focus back when the menu closes. */
  readonly origin: HTMLElement | undefined;
}

export class ValueMenu {
  readonly target: Store<MenuTarget | undefined> = new Store<MenuTarget | undefined>(undefined);

  open(target: MenuTarget): void {
    this.target.set(target);
  }

  close(): void {
    const { origin } = this.target.getSnapshot() ?? {};
    this.target.set(undefined);
    origin?.focus({ preventScroll: true });
  }
}
