import { useEffect, useState } from "react";
import type { Store } from "../state/store.ts";

/** The store's value, taken over at most every `milliseconds`, so that text can be read. */
export function useSampled<T>(store: Store<T>, milliseconds: number): T {
  const [value, setValue] = useState(store.getSnapshot);
  useEffect(() => {
    let waiting: number | undefined;
    let last = Number.NEGATIVE_INFINITY;
    function take(): void {
      waiting = undefined;
      last = performance.now();
      setValue(() => store.getSnapshot());
    }
    function changed(): void {
      if (waiting !== undefined) return;
      const wait = last + milliseconds - performance.now();
      if (wait <= 0) take();
      else waiting = window.setTimeout(take, wait);
    }
    changed();
    const unsubscribe = store.subscribe(changed);
    return () => {
      unsubscribe();
      window.clearTimeout(waiting);
    };
  }, [store, milliseconds]);
  return value;
}
