export { openConnection, type Connection, type MongoPlace } from './connection.js';
export { isDuplicate } from './faults.js';
