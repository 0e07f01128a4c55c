import { MessageChannel } from "node:worker_threads";
import {
  CaptureError,
  type CaptureErrorCode,
  type CaptureHandle,
  type CaptureOptions,
} from "@wirescope/capture";
import type { Session, Status } from "@wirescope/query";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WATCH_INTERVAL } from "./capture-watch.ts";
import { type EngineConfig, type EngineInput, LIVE_DEFAULTS, RETRY_INTERVAL } from "./config.ts";
import { EngineError } from "./errors.ts";
import { Engine, type EngineDependencies } from "./root.ts";
import type { WorkerThreadOptions } from "./worker-thread.ts";

const DEVICE = {
  name: "eth0",
  description: undefined,
  kind: "ethernet",
  addresses: ["192.0.2.1"],
  hardwareAddress: undefined,
  up: true,
  loopback: false,
  defaultRoute: true,
} as const;

const ADVICE = { title: "This terminal", lines: ["sudo wirescope"], note: undefined };

/** A machine on which captures open or fail as the test says; notes what happens, in order. */
class FakeMachine {
  readonly events: string[] = [];
  readonly complaints: string[] = [];
  readonly opened: CaptureOptions[] = [];
  /** Why captures don't open, by interface. */
  readonly failures: Map<string, CaptureError> = new Map();
  workers: WorkerThreadOptions[] = [];
  /** What the worker says of its capture. */
  report: Partial<Status> = {};
  refusal: Error | undefined;
  dropFailure: Error | undefined;

  engine(input: Partial<EngineInput> = {}, config: Partial<EngineConfig> = {}): Engine {
    const complete = { ...LIVE_DEFAULTS, ...input } as EngineInput;
    return new Engine({ ...config, input: complete }, this.dependencies());
  }

  dependencies(): EngineDependencies {
    return {
      complain: (sentence) => this.complaints.push(sentence),
      startWorker: async (options) => this.#startWorker(options),
      capture: {
        listInterfaces: async () => [DEVICE],
        defaultInterface: (devices) => devices[0],
        diagnose: async () => {
          this.events.push("diagnose");
          return { backend: undefined, problem: "", findings: [], advice: [ADVICE] };
        },
        forbidNewPrivileges: () => {
          this.events.push("forbid");
          return true;
        },
        dropPrivileges: () => {
          this.events.push("drop");
          if (this.dropFailure !== undefined) throw this.dropFailure;
          return { dropped: true, userId: 1, groupId: 1, noNewPrivileges: true };
        },
        openCapture: async (options) => {
          const failure = this.failures.get(options.interface);
          if (failure !== undefined) throw failure;
          this.opened.push(options);
          this.events.push(`open ${options.interface}`);
          return { interfaceName: options.interface } as CaptureHandle;
        },
        attachCapture: ({ interfaceName }) =>
          ({
            stop: async () => {
              this.events.push(`release ${interfaceName}`);
            },
          }) as ReturnType<EngineDependencies["capture"]["attachCapture"]>,
      },
    };
  }

  async #startWorker(options: WorkerThreadOptions): ReturnType<EngineDependencies["startWorker"]> {
    if (this.refusal !== undefined) throw this.refusal;
    const { kind } = options.plan;
    this.workers.push(options);
    this.events.push(`start ${kind}`);
    const session = {
      status: async () => ({ state: "running", backend: kind, ...this.report }),
      close: async () => undefined,
    };
    return {
      session: session as unknown as Session,
      metrics: undefined,
      go: () => this.events.push(`go ${kind}`),
      stop: async () => {
        this.events.push(`stop ${kind}`);
      },
    };
  }
}

function denied(code: CaptureErrorCode = "CAPTURE_NO_PERMISSION"): CaptureError {
  return new CaptureError(code, "Capturing needs permission.");
}

const engines: Engine[] = [];

function track(engine: Engine): Engine {
  engines.push(engine);
  return engine;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
  vi.useRealTimers();
});

test.for<[string, Partial<EngineInput>, boolean]>([
  ["the minutes of a live capture", {}, true],
  ["nothing of the sample", { kind: "sample" }, false],
  ["nothing of files", { kind: "files", paths: ["a.pcap"] }, false],
])("history gets %s", async ([, input, isTold]) => {
  const machine = new FakeMachine();
  const { port1, port2 } = new MessageChannel();
  const openSlicePort = vi.fn(() => port1);
  await track(machine.engine(input, { openSlicePort })).start();
  expect(openSlicePort).toHaveBeenCalledTimes(isTold ? 1 : 0);
  const [{ plan }] = machine.workers as [WorkerThreadOptions];
  expect("slicePort" in plan ? plan.slicePort : undefined).toBe(isTold ? port1 : undefined);
  port2.close();
});

describe("a live start", () => {
  test("opens, then forbids, loads, drops and reads, in this order", async () => {
    const machine = new FakeMachine();
    const engine = track(machine.engine());
    await engine.start();
    expect(machine.events).toEqual(["open eth0", "forbid", "start live", "drop", "go live"]);
    expect(await engine.session.status()).toMatchObject({ state: "running" });
  });

  test("opens every interface that was named, with the options given", async () => {
    const machine = new FakeMachine();
    const input = { interfaces: ["lo", "eth1"], captureFilter: "udp", snapLength: 96 };
    await track(machine.engine(input)).start();
    expect(machine.opened).toMatchObject([
      { interface: "lo", filter: "udp", snapLength: 96, promiscuous: true },
      { interface: "eth1", filter: "udp", snapLength: 96, promiscuous: true },
    ]);
    expect(machine.workers[0]?.plan).toMatchObject({ kind: "live", captureFilter: "udp" });
  });

  test.for<[interfaces: number, wanted: number, given: number]>([
    [1, 0, 0],
    [2, 0, 8 * 1024 * 1024],
    [3, 0, 5_592_405],
    [3, 65_536, 65_536],
  ])(
    "for %i interfaces with a kernel buffer of %i gives each %i octets",
    async ([count, bufferLength, given]) => {
      const machine = new FakeMachine();
      const interfaces = Array.from({ length: count }, (_, index) => `eth${index}`);
      await track(machine.engine({ interfaces, bufferLength })).start();
      expect(machine.opened.map((options) => options.bufferLength)).toEqual(
        interfaces.map(() => given),
      );
    },
  );

  test.for<CaptureErrorCode>(["CAPTURE_NO_INTERFACE", "CAPTURE_BAD_FILTER", "CAPTURE_BAD_OPTION"])(
    "fails for %s and gives back what was open",
    async (code) => {
      const machine = new FakeMachine();
      machine.failures.set("eth1", denied(code));
      const engine = track(machine.engine({ interfaces: ["eth0", "eth1"] }));
      await expect(engine.start()).rejects.toMatchObject({ code });
      expect(machine.events).toEqual(["open eth0", "release eth0"]);
    },
  );

  test("reads nothing when root can't be given up", async () => {
    const machine = new FakeMachine();
    machine.dropFailure = denied("CAPTURE_FAILED");
    await expect(track(machine.engine()).start()).rejects.toThrow(machine.dropFailure);
    expect(machine.events.slice(-2)).toEqual(["drop", "stop live"]);
  });

  test("happens once", async () => {
    const engine = track(new FakeMachine().engine());
    await engine.start();
    await expect(engine.start()).rejects.toMatchObject({ code: "ENGINE_ALREADY_STARTED" });
  });
});

describe("without permission", () => {
  function waiting(): { machine: FakeMachine; engine: Engine } {
    const machine = new FakeMachine();
    machine.failures.set("eth0", denied());
    return { machine, engine: track(machine.engine()) };
  }

  test("the session says what is missing and how to mend it", async () => {
    const { engine } = waiting();
    await engine.start();
    await vi.advanceTimersByTimeAsync(300);
    expect(await engine.session.status()).toMatchObject({
      state: "waiting",
      problem: "Capturing needs permission.",
      advice: [ADVICE],
      sources: ["eth0"],
      packets: 0,
    });
    expect(await engine.session.interfaces()).toMatchObject([{ name: "eth0", capturing: false }]);
  });

  test("capture starts by itself when permission arrives", async () => {
    const { machine, engine } = waiting();
    await engine.start();
    await vi.advanceTimersByTimeAsync(3 * RETRY_INTERVAL);
    expect(machine.events).toEqual(["diagnose"]);
    machine.failures.clear();
    await vi.advanceTimersByTimeAsync(RETRY_INTERVAL);
    expect(await engine.session.status()).toMatchObject({ state: "running", backend: "live" });
    await vi.advanceTimersByTimeAsync(3 * RETRY_INTERVAL);
    expect(machine.workers).toHaveLength(1);
  });

  test("the sample plays until permission arrives", async () => {
    const { machine, engine } = waiting();
    await engine.start();
    expect(await engine.replaySample()).toBe(true);
    expect(await engine.replaySample()).toBe(false);
    expect(await engine.session.status()).toMatchObject({ backend: "sample" });
    machine.failures.clear();
    await vi.advanceTimersByTimeAsync(RETRY_INTERVAL);
    expect(await engine.session.status()).toMatchObject({ backend: "live" });
    expect(machine.events.slice(-2)).toEqual(["go live", "stop sample"]);
  });

  test("nothing is tried any more after the stop", async () => {
    const { machine, engine } = waiting();
    await engine.start();
    await engine.stop();
    machine.failures.clear();
    await vi.advanceTimersByTimeAsync(3 * RETRY_INTERVAL);
    expect(machine.workers).toEqual([]);
  });
});

describe("the sample", () => {
  test("plays once root is given up", async () => {
    const machine = new FakeMachine();
    await track(machine.engine({ kind: "sample" })).start();
    expect(machine.events).toEqual(["forbid", "start sample", "drop", "go sample"]);
  });

  test("does not replace packets that are read", async () => {
    const engine = track(new FakeMachine().engine());
    await engine.start();
    expect(await engine.replaySample()).toBe(false);
  });
});

describe("accidents", () => {
  test("files that can't be read fail the start", async () => {
    const machine = new FakeMachine();
    machine.refusal = new EngineError("ENGINE_NO_SUCH_FILE", "There is no file a.pcap.");
    const engine = track(machine.engine({ kind: "files", paths: ["a.pcap"] }));
    await expect(engine.start()).rejects.toThrow("There is no file a.pcap.");
  });

  test("a worker that crashes is told at the terminal and in the status", async () => {
    const machine = new FakeMachine();
    const engine = track(machine.engine());
    await engine.start();
    machine.workers[0]!.onFault(new EngineError("ENGINE_WORKER_FAILED", "It stopped."));
    await vi.advanceTimersByTimeAsync(0);
    await engine.failed;
    expect(machine.complaints).toEqual(["It stopped."]);
    expect(await engine.session.status()).toMatchObject({
      mode: "live",
      state: "failed",
      problem: "It stopped.",
    });
  });

  test("what is wrong with a capture is told at the terminal once, until it is well again", async () => {
    const machine = new FakeMachine();
    await track(machine.engine()).start();
    const problem = "eth0 is down.";
    for (const report of [{ problem }, { problem }, {}, { problem }]) {
      machine.report = report;
      await vi.advanceTimersByTimeAsync(WATCH_INTERVAL);
    }
    expect(machine.complaints).toEqual([problem, problem]);
  });

  test("a capture that is over is told, and the engine has failed", async () => {
    const machine = new FakeMachine();
    const engine = track(machine.engine());
    await engine.start();
    machine.report = { state: "failed", problem: "eth0 was removed." };
    const { failed } = engine;
    await vi.advanceTimersByTimeAsync(3 * WATCH_INTERVAL);
    await failed;
    expect(machine.complaints).toEqual(["eth0 was removed."]);
  });
});
