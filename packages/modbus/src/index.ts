/** The public door of the Modbus package: codecs, the master and the slave engine. */

export * from "./frame/crc.ts";
export * from "./frame/mbap.ts";
export * from "./frame/rtu.ts";
export * from "./pdu/function-code.ts";
export * from "./pdu/request.ts";
export * from "./pdu/response.ts";
