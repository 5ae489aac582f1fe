import dev.ansatz.pde.*
import dev.ansatz.pde.expr.*
import dev.ansatz.pde.geometry.*
import dev.ansatz.pde.lower.*
import dev.ansatz.solve.*
import dev.ansatz.validation.study.*
import dev.ansatz.validation.report.*
import static java.lang.Math.PI
