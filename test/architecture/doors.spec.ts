import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { wordsOf } from '#ledger/nest';
import { requestsByContext } from '#zelian/nest';
import '../../apps/api/src/app.module.js';
import { contexts } from '../../libs/zelian/src/contexts.js';
import { wrongDoors } from './manifests.js';

describe('the public doors', () => {
  it('are one request class for each command of persons, and for no other', () => expect(wrongDoors(contexts, requestsByContext)).toEqual([]));

  it('say in Chinese what each rule of a body allows', () => {
    const { validationMetadatas: rules } = getMetadataStorage() as unknown as {
      validationMetadatas: ReadonlyMap<{ name: string }, readonly ValidationMetadata[]>;
    };
    const silent = [...rules].flatMap(([body, kept]) =>
      kept
        .filter((rule) => rule.type !== 'conditionalValidation' && wordsOf(rule) === undefined)
        .map(({ propertyName, name }) => `${body.name}.${propertyName} ${name}`),
    );
    expect(rules.size).toBeGreaterThan(150);
    expect(silent).toEqual([]);
  });
});
