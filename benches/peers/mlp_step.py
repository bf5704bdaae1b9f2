"""A step of plain gradient descent of a ReLU network: PyTorch eager, and scikit-learn where the loss is the squared error."""

import numpy as np

from side import arguments, serve

STEPS_TO_ANSWER = 11

rival, folder, (widths, batch) = arguments()
widths, batch = [int(width) for width in widths.split("-")], int(batch)


def numbers(index):
    """The same formula as ours."""
    bits = (np.asarray(index, np.int64) * 1103515245 + 12345) & 0x7FFFFFFF
    return ((((bits >> 8) ^ (bits << 7)) & 0xFFFFF) / 524288.0 - 1.0).astype(np.float32)


def weights(l):
    """Of a layer, a row an input."""
    inputs, outputs = widths[l : l + 2]
    start = 7 * l + 1
    scale = np.sqrt(np.float32(2) / np.float32(inputs))
    return scale * numbers(np.arange(start, start + inputs * outputs)).reshape(inputs, outputs)


x = numbers(3 + np.arange(widths[0] * batch)).reshape(batch, widths[0])
values = numbers(5 + 11 * np.arange(batch))
labels = 7 * np.arange(batch) % widths[-1]

if rival == "torch":
    import torch

    torch.set_num_threads(1)
    layers = []
    for l, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    net = torch.nn.Sequential(*layers[:-1])
    inputs = torch.from_numpy(x)
    if widths[-1] == 1:
        target, loss_of = torch.from_numpy(values)[:, None], torch.nn.MSELoss()
    else:
        target, loss_of = torch.from_numpy(labels), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)

    def reset():
        with torch.no_grad():
            for l in range(len(widths) - 1):
                net[2 * l].weight.copy_(torch.from_numpy(weights(l)).T)
                net[2 * l].bias.zero_()

    def call():
        optimizer.zero_grad()
        loss = loss_of(net(inputs), target)
        loss.backward()
        optimizer.step()
        return loss

    last_loss = lambda: call().item()

elif rival == "scikit-learn":
    from sklearn.neural_network import MLPRegressor

    # Its loss is half the mean squared error, hence twice the learning rate.
    net = MLPRegressor(
        hidden_layer_sizes=widths[1:-1], solver="sgd", alpha=0.0, batch_size=batch, learning_rate_init=0.02, momentum=0.0, shuffle=False
    )
    net.partial_fit(x, values)

    def reset():
        for l, (coefficients, intercepts) in enumerate(zip(net.coefs_, net.intercepts_)):
            coefficients[:] = weights(l)
            intercepts[:] = 0

    def call():
        net.partial_fit(x, values)

    def last_loss():
        call()
        return 2 * net.loss_


def answer():
    reset()
    for _ in range(STEPS_TO_ANSWER - 1):
        call()
    return [last_loss()]


reset()
serve(call, answer)
