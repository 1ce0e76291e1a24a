export { KurrentStandIn, type Mishap, type Mishaps, type StandInOptions } from './stand-in.js';
export { exception, fault } from './messages.js';
