import { describe, expect, test } from "vitest";
import { createPause } from "./pause.ts";

describe("createPause", () => {
  test("lets events that are due run first", async () => {
    const order: string[] = [];
    setImmediate(() => order.push("event"));
    await createPause()();
    order.push("after the pause");
    expect(order).toEqual(["event", "after the pause"]);
  });

  test("resolves pauses in their order where there are message channels only", async () => {
    const channels: MessageChannel[] = [];
    class Channel extends MessageChannel {
      constructor() {
        super();
        channels.push(this);
      }
    }
    const pause = createPause({ MessageChannel: Channel });
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((i) => pause().then(() => order.push(i))));
    for (const channel of channels) channel.port1.close();
    expect(order).toEqual([1, 2, 3]);
  });

  test("says what it lacks", () => {
    expect(() => createPause({})).toThrow("pass a pause of your own");
  });
});
