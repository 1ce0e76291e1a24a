import { requestsByContext } from '#zelian/nest';
import { contexts } from '../../libs/zelian/src/contexts.js';
import { wrongDoors } from './manifests.js';

describe('the public doors', () => {
  it('are one request class for each command of persons, and for no other', () => expect(wrongDoors(contexts, requestsByContext)).toEqual([]));
});
