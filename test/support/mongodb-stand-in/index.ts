export { MongoStandIn, type Mishap, type Mishaps, type StandInOptions, type Topology } from './stand-in.js';
