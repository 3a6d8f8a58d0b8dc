/** The public door of the Modbus package: codecs, the master and the slave engine. */

export * from "./frame/crc.ts";
export * from "./frame/mbap.ts";
export * from "./frame/rtu.ts";
export * from "./pdu/function-code.ts";
export * from "./pdu/request.ts";
export * from "./pdu/response.ts";
export * from "./slave/answer-request.ts";
export * from "./slave/draw-fault.ts";
export * from "./slave/fault-plan.ts";
export * from "./slave/request-stream.ts";
export * from "./slave/run-slave.ts";
export * from "./slave/seeded-random.ts";
export * from "./slave/slave-image.ts";
export * from "./slave/slave-session.ts";
