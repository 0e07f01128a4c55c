/**
 * Capture filters as programs for the kernel: classic BPF, 8 octets per instruction
 * (`struct sock_filter`: code, jump if true, jump if false, operand), in host byte order.
 */
import { badFilter, CaptureError } from "../errors.ts";
import { linkTypeOfDlt } from "../link-layer.ts";
import { loadKoffi, type Pointer } from "../native-bridge.ts";
import {
  ERROR_BUFFER_LENGTH,
  ERROR_INTERFACE_DOWN,
  type FilterProgramStruct,
  type Libpcap,
  loadLibpcap,
} from "./native.ts";

const INSTRUCTION_LENGTH = 8;
const BPF_RET_K = 0x06;
/** "The netmask is not known"; only the primitive `ip broadcast` asks for it. */
const NETMASK_UNKNOWN = 0xffffffff;
/** The probe's own kernel buffer is never read, so it is the smallest that every platform takes. */
const PROBE_BUFFER_LENGTH = 65_536;

/** The program that keeps the first `snapLength` octets of every packet. */
export function acceptProgram(snapLength: number): Uint8Array {
  const program = new Uint8Array(INSTRUCTION_LENGTH);
  new Uint16Array(program.buffer)[0] = BPF_RET_K;
  new Uint32Array(program.buffer)[1] = snapLength;
  return program;
}

export interface FilterRequest {
  readonly interfaceName: string;
  /** LINKTYPE_ value that the packets will have. */
  readonly linkType: number;
  readonly snapLength: number;
  readonly filter: string;
}

/**
 * Compiles a filter for an interface, so that it also returns the snap length.
 *
 * On an open handle libpcap knows that Linux keeps VLAN tags and directions outside the packet, so
 * one is opened for the compilation; a handle made for files would look for tags in the bytes, and
 * serves only while the interface is down and the filter asks for nothing of the kind.
 * Throws `CAPTURE_BAD_FILTER` with libpcap's message, `CAPTURE_NO_LIBPCAP`, `CAPTURE_INTERFACE_DOWN`, or
 * `CAPTURE_UNSUPPORTED` where libpcap reads the interface with another link type.
 */
export function compileForInterface(request: FilterRequest): Uint8Array {
  const libpcap = loadLibpcap();
  const { interfaceName, linkType, snapLength, filter } = request;
  const handle = libpcap.pcap_create(interfaceName, new Uint8Array(ERROR_BUFFER_LENGTH));
  try {
    libpcap.pcap_set_snaplen(handle, snapLength);
    libpcap.pcap_set_buffer_size(handle, PROBE_BUFFER_LENGTH);
    const status = libpcap.pcap_activate(handle);
    if (status === ERROR_INTERFACE_DOWN) return compileOffline(libpcap, request);
    if (status < 0) {
      throw new CaptureError(
        "CAPTURE_UNSUPPORTED",
        `libpcap cannot open "${interfaceName}" to compile the filter: ${libpcap.pcap_statustostr(status)}.`,
      );
    }
    if (linkTypeOfDlt(libpcap.pcap_datalink(handle)) !== linkType) {
      throw new CaptureError(
        "CAPTURE_UNSUPPORTED",
        `libpcap reads "${interfaceName}" with another link type, so its filters do not fit the ring.`,
      );
    }
    return withProgram(libpcap, handle, filter, copyInstructions);
  } finally {
    libpcap.pcap_close(handle);
  }
}

function compileOffline(libpcap: Libpcap, request: FilterRequest): Uint8Array {
  const { interfaceName, linkType, snapLength, filter } = request;
  if (/\b(vlan|inbound|outbound|ifindex)\b/.test(filter)) {
    throw new CaptureError(
      "CAPTURE_INTERFACE_DOWN",
      `The interface "${interfaceName}" is down, and the filter "${filter}" can only be prepared while it is up: bring it up and start again.`,
    );
  }
  const handle = libpcap.pcap_open_dead(linkType, snapLength);
  try {
    return withProgram(libpcap, handle, filter, copyInstructions);
  } finally {
    libpcap.pcap_close(handle);
  }
}

/** Compiles and sets a filter on an activated handle. Throws `CAPTURE_BAD_FILTER`. */
export function setFilter(libpcap: Libpcap, handle: Pointer, filter: string): void {
  withProgram(libpcap, handle, filter, (program) => {
    if (libpcap.pcap_setfilter(handle, program) !== 0) {
      throw badFilter(filter, libpcap.pcap_geterr(handle));
    }
  });
}

function copyInstructions(program: FilterProgramStruct): Uint8Array {
  const length = program.bf_len! * INSTRUCTION_LENGTH;
  return new Uint8Array(loadKoffi().view(program.bf_insns!, length)).slice();
}

function withProgram<Result>(
  libpcap: Libpcap,
  handle: Pointer,
  filter: string,
  use: (program: FilterProgramStruct) => Result,
): Result {
  const program: FilterProgramStruct = {};
  if (libpcap.pcap_compile(handle, program, filter, 1, NETMASK_UNKNOWN) !== 0) {
    throw badFilter(filter, libpcap.pcap_geterr(handle));
  }
  try {
    return use(program);
  } finally {
    libpcap.pcap_freecode(program);
  }
}
