import { Arg, Authorized, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectorType } from '../graphql/enums.types';
import { requestedLocale } from '../shared/locale';
import { activateConnector } from './activate-connector';
import {
  Connector,
  ConnectorSaved,
  CreateConnectorResult,
  TestConnectorResult,
  UpdateConnectorResult,
} from './connector.types';
import type { ConnectorDependencies } from './connector-dependencies';
import { ConnectorFactoryType } from './connector-factory.types';
import { CreateConnectorInput, TestConnectorInput, UpdateConnectorInput } from './connector-inputs.types';
import { toConnector, toConnectorFactory, toConnectorSaved, toSaveResult, toTestResult } from './connector-mappers';
import { createConnector } from './create-connector';
import { deactivateConnector } from './deactivate-connector';
import { deleteConnector } from './delete-connector';
import { findActiveConnector, findConnector, listConnectors } from './find-connector';
import { type SendTestMessage, testConnector } from './test-connector';
import { updateConnector } from './update-connector';

@Resolver(() => Connector)
export class ConnectorResolver {
  constructor(private readonly dependencies: ConnectorDependencies & { sendTestMessage: SendTestMessage }) {}

  @Authorized('connector:read')
  @Query(() => [Connector], { description: 'Every connector, the newest first. Scope: connector:read.' })
  async connectors(
    @Arg('type', () => ConnectorType, { nullable: true, description: 'Only those of this channel; left out: all.' })
    type?: ConnectorType | null,
  ): Promise<Connector[]> {
    const connectors = await listConnectors(this.dependencies.dataSource, type ?? undefined);
    return connectors.map(toConnector);
  }

  @Authorized('connector:read')
  @Query(() => Connector, {
    nullable: true,
    description: 'One connector; null: there is none with this id. Scope: connector:read.',
  })
  async connector(
    @Arg('id', () => ID, { description: 'The id of the connector.' }) id: string,
  ): Promise<Connector | null> {
    const connector = await findConnector(this.dependencies.dataSource, id);
    return connector && toConnector(connector);
  }

  @Authorized('connector:read')
  @Query(() => Connector, {
    nullable: true,
    description: 'The connector that messages of a type go through; null: none is ACTIVE. Scope: connector:read.',
  })
  async activeConnector(
    @Arg('type', () => ConnectorType, { defaultValue: ConnectorType.EMAIL, description: 'The channel.' })
    type: ConnectorType,
  ): Promise<Connector | null> {
    const connector = await findActiveConnector(this.dependencies.dataSource, type);
    return connector && toConnector(connector);
  }

  @Authorized('connector:write')
  @Mutation(() => CreateConnectorResult, {
    description:
      'Stores a connector and, unless `activate` is false, makes it the active one of its type; the one active until now becomes INACTIVE in the same transaction. Scope: connector:write.',
  })
  async createConnector(
    @Arg('input', () => CreateConnectorInput, { description: 'The connector.' }) input: CreateConnectorInput,
  ): Promise<typeof CreateConnectorResult> {
    return toSaveResult(await createConnector(this.dependencies, input));
  }

  @Authorized('connector:write')
  @Mutation(() => UpdateConnectorResult, {
    description: 'Changes the parameters of a connector; its status stays as it is. Scope: connector:write.',
  })
  async updateConnector(
    @Arg('id', () => ID, { description: 'The id of the connector.' }) id: string,
    @Arg('input', () => UpdateConnectorInput, { description: 'What changes.' }) input: UpdateConnectorInput,
  ): Promise<typeof UpdateConnectorResult> {
    return toSaveResult(await updateConnector(this.dependencies, id, input.config));
  }

  @Authorized('connector:write')
  @Mutation(() => ConnectorSaved, {
    description:
      'Makes a stored connector the active one of its type; the one active until now becomes INACTIVE in the same transaction. Scope: connector:write.',
  })
  async activateConnector(
    @Arg('id', () => ID, { description: 'The id of the connector.' }) id: string,
  ): Promise<ConnectorSaved> {
    return toConnectorSaved(await activateConnector(this.dependencies, id));
  }

  @Authorized('connector:write')
  @Mutation(() => ConnectorSaved, {
    description: 'Stops sending through a connector, and keeps it. Scope: connector:write.',
  })
  async deactivateConnector(
    @Arg('id', () => ID, { description: 'The id of the connector.' }) id: string,
  ): Promise<ConnectorSaved> {
    return toConnectorSaved(await deactivateConnector(this.dependencies.dataSource, id));
  }

  @Authorized('connector:write')
  @Mutation(() => ID, {
    description:
      'Removes a connector, active or not, and its parameters for good. Returns its id. Scope: connector:write.',
  })
  async deleteConnector(@Arg('id', () => ID, { description: 'The id of the connector.' }) id: string): Promise<string> {
    return deleteConnector(this.dependencies.dataSource, id);
  }

  @Authorized('connector:test')
  @Mutation(() => TestConnectorResult, {
    description:
      'Sends one test message with parameters that need not be stored, down the same path as a real one. Scope: connector:test.',
  })
  async testConnector(
    @Arg('input', () => TestConnectorInput, { description: 'The parameters and the test message.' })
    input: TestConnectorInput,
  ): Promise<typeof TestConnectorResult> {
    const test = { ...input, connectorId: input.connectorId ?? undefined, locale: requestedLocale(input.locale) };
    return toTestResult(await testConnector(this.dependencies, test));
  }

  @FieldResolver(() => ConnectorFactoryType, {
    nullable: true,
    description: 'The factory that it was made with; null while that is not installed.',
  })
  factory(@Root() { factoryId }: Connector): ConnectorFactoryType | null {
    const factory = this.dependencies.factories.find(factoryId);
    return factory ? toConnectorFactory(factory) : null;
  }
}
