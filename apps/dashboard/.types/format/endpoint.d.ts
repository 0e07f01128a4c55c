/** The two ends of a packet as rows print them: `192.0.2.1:443`, `[2001:db8::1]:443`, a MAC address. */
export type AddressKind = "ipv4" | "ipv6" | "mac" | "other";
export interface Endpoint {
    readonly address: string;
    readonly kind: AddressKind;
    readonly port: number | undefined;
}
export declare function parseEndpoint(text: string): Endpoint;
/** A display filter for packets whose source or destination it is; undefined for no address. */
export declare function endpointFilter(endpoint: Endpoint, side: "src" | "dst"): string | undefined;
//# sourceMappingURL=endpoint.d.ts.map