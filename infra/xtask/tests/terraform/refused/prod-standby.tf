# folder: environments/prod
module "stack" {
  source = "../../modules/stack"
  deletion_protection = true

  database = {
    high_availability = false # here
  }
}
