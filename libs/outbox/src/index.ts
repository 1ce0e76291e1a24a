export { sinkFrom } from './environment.js';
export { ConsoleSink, FileSink } from './file-sink.js';
export { HttpSink, type HttpSinkOptions } from './http-sink.js';
export { deliverEach, deliveryKey, SinkUnusable, type DeliveryResult, type NoticeSink, type OutgoingMessage, type OutgoingRecipient } from './sink.js';
