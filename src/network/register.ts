/** Importing this file makes the network's own layers and kernels known to tfjs; the only file of this room that does. */
import { serialization } from '@tensorflow/tfjs-core';
import '../deform-conv/register';
import { AttentivePooling } from './attentive-pooling';
import { registerBatchNormGradient } from './batch-norm-kernel';
import { BatchNormLeakyRelu } from './batch-norm-leaky-relu';
import { FusedConv2d } from './fused-conv2d';
import { RowBias } from './row-bias';
import { SeededDropout } from './seeded-dropout';

registerBatchNormGradient();
serialization.registerClass(AttentivePooling);
serialization.registerClass(BatchNormLeakyRelu);
serialization.registerClass(FusedConv2d);
serialization.registerClass(RowBias);
serialization.registerClass(SeededDropout);
