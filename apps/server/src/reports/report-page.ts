/** Where the COUNTERS page of a gateway is on the portal; null where the server does not know. */
export function reportPage(publicUrl: string | undefined, gatewayId: number): string | null {
  return publicUrl === undefined ? null : `${publicUrl}/gateways/${gatewayId}/counters`;
}
