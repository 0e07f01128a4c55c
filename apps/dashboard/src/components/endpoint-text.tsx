import type { ReactNode } from "react";
import { parseEndpoint } from "../format/endpoint.ts";
import "./endpoint-text.css";

/** `192.0.2.1:443`: where there is little room the address is cut, the port never. */
export function EndpointText({ text }: { readonly text: string }): ReactNode {
  const { port } = parseEndpoint(text);
  const end = port === undefined ? text.length : text.lastIndexOf(":");
  return (
    <span className="endpoint">
      <span className="endpoint-address">{text.slice(0, end)}</span>
      {text.slice(end)}
    </span>
  );
}
